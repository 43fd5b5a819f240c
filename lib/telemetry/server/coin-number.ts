import { type Coin } from '../core/model'

/** Coin classes as the tables keep them: −1 `known`, −2 `crossed`. */
export const coinNumber = (coin: Coin): number => (coin === 'known' ? -1 : coin === 'crossed' ? -2 : coin)
export const coinOfNumber = (coin: number): Coin => (coin === -1 ? 'known' : coin === -2 ? 'crossed' : coin)
