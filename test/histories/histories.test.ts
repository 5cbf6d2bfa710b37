import { tryStories } from './support/trial.ts'

tryStories(30, 240_000, '5')
