/**
 * Something that the person at the terminal can put right: a taken port, a full disk, a wrong variable.
 * Its message is whole plain sentences; the process prints them without a stack and ends with 1.
 */
export class StartProblem extends Error {
  override readonly name = 'StartProblem'
}
