'use client'
import { type ReactNode, useRef } from 'react'
import { Button, type ButtonLook } from './button'
import { Modal, ModalFooter, scrollable } from './modal'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Asks: `Roll back checkout-v2 in Production?` */
  title: string
  /** Who, where, how long, what is kept. */
  body: ReactNode
  children?: ReactNode
  confirm: string
  /** Never "No": `Keep as is`. */
  cancel: string
  look?: ButtonLook
  onConfirm: () => void
  pending?: boolean
  disabledReason?: string | null
  /** Where speed is safety focus starts on the deed, else on the safe button. */
  focusOn?: 'confirm' | 'cancel'
}

/** A dangerous deed, asked once. */
export function ConfirmAction(props: Props) {
  const confirmRef = useRef<HTMLButtonElement>(null)
  const cancelRef = useRef<HTMLButtonElement>(null)
  const { focusOn = 'cancel', look = 'primary', pending = false } = props
  if (!props.open) return null
  const close = () => props.onOpenChange(false)
  return (
    <Modal
      alert
      title={props.title}
      description={props.body}
      onClose={close}
      focusFirst={focusOn === 'confirm' ? confirmRef : cancelRef}
    >
      {(heading, text) => (
        <>
          <div {...scrollable}>
            <div className="pt-5 pb-2">
              {heading}
              {text && <div className="mt-2">{text}</div>}
              {props.children && <div className="mt-4 flex flex-col gap-4">{props.children}</div>}
            </div>
          </div>
          <ModalFooter>
            <Button
              ref={confirmRef}
              look={look}
              pending={pending}
              disabledReason={props.disabledReason}
              onClick={props.onConfirm}
            >
              {props.confirm}
            </Button>
            <Button ref={cancelRef} onClick={close}>
              {props.cancel}
            </Button>
          </ModalFooter>
        </>
      )}
    </Modal>
  )
}
