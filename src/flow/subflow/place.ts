/** Where people wrote what stands in an inlined flow: in the sub-flow's own file, at its own line. */

import type { Draft } from '../draft.ts'
import type { Told } from '../rules/told.ts'
import type { Path, YamlFile } from '../yaml.ts'

/** The sub-flow's part of a node's id: `pengaduan/lokasi` is `lokasi` of what `pengaduan` calls. */
export function scopeOf(id: string): string {
  const end = id.lastIndexOf('/')
  return end === -1 ? '' : id.slice(0, end)
}

/** The node's name in its own file. */
export const localName = (id: string): string => id.slice(id.lastIndexOf('/') + 1)

/** `files`: by the id of the calling node. */
export function placedIn(flow: YamlFile, files: ReadonlyMap<string, YamlFile>): Draft['problem'] {
  return (path: Path, said: Told | string) => {
    const [top, id, ...rest] = path
    const node = String(id ?? '')
    const file = files.get(scopeOf(node))
    if (top !== 'nodes' || file === undefined) return flow.problem(path, said)
    if (!isInherited(file, localName(node), rest)) return file.problem(['nodes', localName(node), ...rest], said)
    return holderOf(String(rest[0]), scopeOf(node), flow, files).problem(['defaults', ...rest], said)
  }
}

/** What a node takes from the defaults of its file, or of a caller's, stands there. */
function isInherited(file: YamlFile, node: string, [first]: Path): boolean {
  const isShared = ['no_input', 'no_match', 'text', 'speech'].includes(String(first))
  return isShared && !file.keys(['nodes', node]).includes(String(first))
}

function holderOf(what: string, scope: string, flow: YamlFile, files: ReadonlyMap<string, YamlFile>): YamlFile {
  const file = files.get(scope)
  if (file === undefined) return flow
  return file.keys(['defaults']).includes(what) ? file : holderOf(what, scopeOf(scope), flow, files)
}
