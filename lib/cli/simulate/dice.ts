import { murmur32 } from '@/lib/flags/core/murmur'

export type Dice = () => number

/**
 * Dice of one repetition, uniform on [0, 1): sfc32 (Chris Doty-Humphrey, PractRand). 128 bits of state, so that
 * thousands of repetitions do not share stretches of one short sequence.
 */
export function diceOf(seed: number, row: string, repetition: number): Dice {
  const word = (i: number): number => murmur32(`${i} ${seed} ${row} ${repetition}`)
  let [a, b, c, counter] = [word(1), word(2), word(3), 1]
  const roll = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  }
  for (let i = 0; i < 15; i += 1) roll()
  return roll
}

/** A standard normal draw (Box, Muller 1958). */
export const normal = (dice: Dice): number => Math.sqrt(-2 * Math.log(1 - dice())) * Math.cos(2 * Math.PI * dice())
