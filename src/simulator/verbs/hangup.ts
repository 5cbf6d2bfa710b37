import { hangUp, type RunVerb } from '../scene.ts'

export const runHangup: RunVerb = async () => hangUp
