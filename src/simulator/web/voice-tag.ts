/** PURE. BCP 47 tag for a voice in the browser, from what the line says about a prompt (`id-ID`, `ind`, ...). */
export const voiceTagOf = (language: string | null): string => {
  if (language === null || /^(ind|id)\b/i.test(language)) return 'id-ID'
  if (/^(eng|en)$/i.test(language)) return 'en-US'
  return language
}
