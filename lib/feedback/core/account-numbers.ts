/** A card number of 13 to 19 digits, by the check digit of Luhn (ISO/IEC 7812). Spaces and dashes are passed over. */
export function isCard(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '')
  if (digits.length < 13 || digits.length > 19 || /^(\d)\1+$/.test(digits)) return false
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** An account number by ISO 13616: the four first moved to the end, letters as 10 to 35, leaves 1 modulo 97. */
export function isIban(text: string): boolean {
  const plain = text.replaceAll(/[ -]/g, '').toUpperCase()
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain)) return false
  let rest = 0
  for (const letter of `${plain.slice(4)}${plain.slice(0, 4)}`) {
    const value = letter >= 'A' ? letter.charCodeAt(0) - 55 : Number(letter)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}
