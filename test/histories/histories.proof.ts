import { tryStories } from './support/trial.ts'

tryStories(1_000, 1_800_000)
