/** `npm test` looks at every screen in the first language of the house; `npm run proof` in the second as well (`screens.proof.ts`). */
export const languages: readonly string[] =
  process.env.EVERY_LANGUAGE === '1' ? ['Indonesia', 'English'] : ['Indonesia']
