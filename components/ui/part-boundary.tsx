'use client'
import { Component, type ReactNode } from 'react'

type Props = {
  /** Stands in for the part; nothing when it is left out. */
  instead?: ReactNode
  children: ReactNode
}

/** A part of the page that fails alone: its script did not come, or it threw. The rest of the page goes on. */
export class PartBoundary extends Component<Props, { failed: boolean }> {
  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override state = { failed: false }

  override render(): ReactNode {
    return this.state.failed ? (this.props.instead ?? null) : this.props.children
  }
}
