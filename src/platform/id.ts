import { v7 } from 'uuid'

/** A UUID of version 7: unique everywhere, and in the order of making, so that indexes stay dense. */
export const newId = (): string => v7()
