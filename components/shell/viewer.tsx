'use client'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { type Theme } from './theme'

/** Who looks at the page, and how they leave. */
export type Viewer = { id: string; name: string; role: string; workspace: string }
type Room = {
  viewer: Viewer
  signOut: () => Promise<void>
  theme: Theme
  navOpen: boolean
  /** What stands above every page: the open incident, if there is a bad one. */
  strip?: ReactNode
}

const RoomContext = createContext<Room | null>(null)

/** What every signed-in page knows; filled in once by the layout of the room. */
export function RoomProvider({ children, ...room }: Room & { children: ReactNode }) {
  const { viewer, signOut, theme, navOpen, strip } = room
  const value = useMemo(() => ({ viewer, signOut, theme, navOpen, strip }), [viewer, signOut, theme, navOpen, strip])
  return <RoomContext value={value}>{children}</RoomContext>
}

export function useRoom(): Room {
  const room = useContext(RoomContext)
  if (room === null) throw new Error('this part stands in a room: wrap it in RoomProvider')
  return room
}
