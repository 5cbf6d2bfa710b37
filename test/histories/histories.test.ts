import { tryStories } from './support/trial.ts'

tryStories(60, 240_000, '608020049')
