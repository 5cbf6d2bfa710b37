import { tryStories } from './support/trial.ts'

tryStories(60, 100_000)
