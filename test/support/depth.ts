/** How many random cases a test looks at: so many in every run, ten times as many in `npm run proof`. */
export const cases = (usual: number): number => usual * Number(process.env.TEST_DEPTH ?? 1)
