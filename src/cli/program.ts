import type { Readable } from 'node:stream'
import { Command, InvalidArgumentError, Option } from 'commander'
import { siteFolder } from '../config.ts'
import { printCall, printCalls, printTicket } from './calls.ts'
import { doctorCommand } from './doctor.ts'
import { fallbackCommand } from './fallback.ts'
import { flowCommands } from './flow.ts'
import { printCase } from './flow-trace.ts'
import type { Desk, OpenDesk } from './house.ts'
import { addUser, changeUserPassword, disableUser, listUsers, turnOffSecondFactor, type UserToAdd } from './staff.ts'
import { type Language, languageNames, wordsIn } from './words.ts'

const toCount = (text: string): number => {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1 || count > 1000) throw new InvalidArgumentError('from 1 to 1000')
  return count
}

const collect = (role: string, roles: readonly string[]) => [...roles, role]

type Password = { readonly passwordStdin?: boolean }

/** Every command for people. `open` gives the database of the hotline; `stdin` is where `--password-stdin` reads. */
export function createProgram(open: OpenDesk, stdin: Readable): Command {
  const program = new Command('sahut').description('Perintah untuk orang yang merawat hotline (commands for people)')
  program.addOption(new Option('--lang <code>', 'language of the answers').choices(languageNames).default('ind'))

  async function atDesk(work: (desk: Desk) => Promise<boolean>): Promise<void> {
    const { desk, close } = await open(wordsIn(program.opts<{ lang: Language }>().lang))
    try {
      if (!(await work(desk))) process.exitCode = 1
    } finally {
      await close()
    }
  }
  const input = ({ passwordStdin }: Password) => (passwordStdin ? stdin : null)

  const user = program.command('user').description('akun petugas (staff accounts)')
  user
    .command('add')
    .description('tambah akun; kata sandi ditanyakan (add an account; the password is asked for)')
    .requiredOption('--login <login>', 'what the person types to sign in')
    .requiredOption('--name <name>', 'the name that colleagues see')
    .option(
      '--role <role>',
      'operator, supervisor, coordinator, agency, administrator; repeat for several',
      collect,
      [],
    )
    .option('--agency <id>', 'whose tickets an officer of an agency answers')
    .option('--phone <phone>', 'the phone that rings: +62..., sip:... or client:...')
    .option('--password-stdin', 'read the password from the first line of the input')
    .action((options: UserToAdd & Password) => atDesk((desk) => addUser(desk, options, input(options))))
  user
    .command('list')
    .description('semua akun (all accounts)')
    .action(() => atDesk(listUsers))
  user
    .command('disable')
    .description('tutup akun dan semua sesinya (close an account and all its sessions)')
    .requiredOption('--login <login>', 'whose')
    .action(({ login }: { login: string }) => atDesk((desk) => disableUser(desk, login)))
  user
    .command('password')
    .description('ganti kata sandi (change a password)')
    .requiredOption('--login <login>', 'whose')
    .option('--password-stdin', 'read the password from the first line of the input')
    .action((options: { login: string } & Password) =>
      atDesk((desk) => changeUserPassword(desk, options.login, input(options))),
    )
  user
    .command('second-factor-off')
    .description('matikan kode telepon yang hilang (for who has lost phone and recovery codes)')
    .requiredOption('--login <login>', 'whose')
    .action(({ login }: { login: string }) => atDesk((desk) => turnOffSecondFactor(desk, login)))

  program
    .command('calls')
    .description('panggilan terakhir (the last calls)')
    .option('--limit <count>', 'how many', toCount, 20)
    .action(({ limit }: { limit: number }) => atDesk((desk) => printCalls(desk, limit)))
  program
    .command('call')
    .argument('<CallSid>')
    .option('--as-case', 'as an example call for the flow')
    .option('--folder <folder>', 'folder of flows, for --as-case', siteFolder())
    .description('jejak satu panggilan (one call from first ring to its end)')
    .action((callSid: string, { asCase, folder }: { asCase?: boolean; folder: string }) =>
      atDesk((desk) => (asCase === true ? printCase(desk, callSid, folder) : printCall(desk, callSid))),
    )
  program
    .command('ticket')
    .argument('<code>')
    .description('satu tiket dan perjalanannya (one ticket and its way)')
    .action((code: string) => atDesk((desk) => printTicket(desk, code)))

  doctorCommand(program)
  fallbackCommand(program)
  flowCommands(program, open)
  return program
}
