import DataLoader from 'dataloader'

/** Statements under way at once: while these run, what comes meanwhile travels together. */
const mostUnderWay = 2
const mostTogether = 64

/**
 * Turns many calls of one event loop's round into one: a statement for sixty rows costs little more than one for a single row. A call never waits
 * for others to come: only for its round, or for a statement under way. An error of the statement is everybody's.
 */
export function gathered<Input, Output>(
  work: (inputs: readonly Input[]) => Promise<readonly Output[]>,
): (input: Input) => Promise<Output> {
  let underWay = 0
  const held: (() => void)[] = []
  const begin = (dispatch: () => void): void => {
    if (underWay < mostUnderWay) {
      underWay += 1
      setImmediate(dispatch)
    } else held.push(dispatch)
  }
  const loader = new DataLoader<Input, Output>(
    async (inputs) => {
      try {
        return await work(inputs)
      } finally {
        underWay -= 1
        const next = held.shift()
        if (next !== undefined) begin(next)
      }
    },
    { cache: false, maxBatchSize: mostTogether, batchScheduleFn: begin },
  )
  return (input) => loader.load(input)
}
