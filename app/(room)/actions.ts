'use server'
import { signOutHere } from '@/lib/governance/server/sign-in-here'

export async function signOutAction(): Promise<void> {
  return signOutHere()
}
