import { Alert, Button, Modal, NativeSelect, Progress, Stack, Text } from '@mantine/core'
import { Headphones, Volume2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { chooseMicrophone, chosenMicrophone, microphones, openMicrophone } from './microphone.ts'
import type { SoftphoneProblem } from './softphone.ts'
import { playNotes, watchLevel } from './sound-check.ts'

/** Before a shift: does the microphone hear me, and do I hear the loudspeaker. */
export function DeviceCheck() {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<Headphones size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t('softphone.check')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('softphone.check')}
        centered
        closeButtonProps={{ 'aria-label': t('cancel') }}
      >
        {opened && <Check />}
      </Modal>
    </>
  )
}

function Check() {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState(chosenMicrophone)
  const { level, heard, problem, found } = useLevel(chosen)
  const [isPlaying, setPlaying] = useState(false)
  const play = async () => {
    setPlaying(true)
    await playNotes()
    setPlaying(false)
  }
  return (
    <Stack>
      <NativeSelect
        label={t('softphone.microphone')}
        value={chosen ?? ''}
        data={[
          { value: '', label: t('softphone.usual') },
          ...found.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => {
          const id = event.currentTarget.value || null
          chooseMicrophone(id)
          setChosen(id)
        }}
      />
      {problem === null ? (
        <>
          <Progress value={level * 100} size="lg" aria-label={t('softphone.level')} transitionDuration={80} />
          <Text size="sm" role="status">
            {t(heard ? 'softphone.heard' : 'softphone.speak')}
          </Text>
        </>
      ) : (
        <Alert color="red" role="alert">
          {t(`softphone.problem.${problem}`)}
        </Alert>
      )}
      <Button
        variant="default"
        loading={isPlaying}
        leftSection={<Volume2 size={18} aria-hidden />}
        onClick={() => void play()}
      >
        {t('softphone.play')}
      </Button>
      <Text size="sm" c="dimmed">
        {t('softphone.silent')}
      </Text>
    </Stack>
  )
}

/** How loud the chosen microphone is; `heard` once it was as loud as a voice. */
function useLevel(chosen: string | null) {
  const [level, setLevel] = useState(0)
  const [heard, setHeard] = useState(false)
  const [problem, setProblem] = useState<SoftphoneProblem | null>(null)
  const [found, setFound] = useState<Awaited<ReturnType<typeof microphones>>>([])
  useEffect(() => {
    let isOver = false
    let end = () => {}
    setHeard(false)
    void openMicrophone(chosen).then(async ({ stream, problem: why }) => {
      if (isOver) return stop(stream)
      setProblem(why)
      if (stream === null) return
      const endLevel = watchLevel(stream, (now) => {
        setLevel(now)
        if (now > 0.35) setHeard(true)
      })
      end = () => {
        endLevel()
        stop(stream)
      }
      const known = await microphones()
      if (!isOver) setFound(known.filter(({ id }) => id !== 'default'))
    })
    return () => {
      isOver = true
      end()
    }
  }, [chosen])
  return { level, heard, problem, found }
}

const stop = (stream: MediaStream | null) => {
  for (const track of stream?.getTracks() ?? []) track.stop()
}
