import { Loader } from '@mantine/core'
import { useTexts } from '../locales/use-texts.tsx'

/** The sign of life of a run before its first words. */
export function ModelLoading() {
  const { common } = useTexts()
  return (
    <>
      <Loader size={12} color="currentColor" mr={6} display="inline-block" style={{ verticalAlign: -1 }} aria-hidden />
      {common.loadingModel}
    </>
  )
}
