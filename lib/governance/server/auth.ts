import NextAuth from 'next-auth'
import { appRuntime } from './app-runtime'
import { authConfig } from './auth-config'

export const { handlers, signIn, signOut } = NextAuth((request) =>
  authConfig(appRuntime(), request?.headers.get('user-agent') ?? ''),
)
