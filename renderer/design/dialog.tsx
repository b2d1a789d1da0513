// Dialogs, forms and confirmations. Escape and a click outside close them; the focus returns to where it was.
import { X, type LucideIcon } from 'lucide-react';
import { Dialog as Radix, Slot } from 'radix-ui';
import { useId, useState, type ReactNode } from 'react';
import { t } from '#messages/translate.ts';
import { getHint } from '../state/resource.ts';
import { useBackLayer } from '../state/use-back-layer.ts';
import { Button, IconButton } from './button.tsx';
import { cx } from './class-names.ts';
import { ErrorNote } from './states.tsx';
import { useAction } from './toasts.ts';

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: string;
  /** `side`: at the right edge, over the full height. */
  readonly size?: 'sm' | 'md' | 'lg' | 'side';
  readonly children?: ReactNode;
  /** Buttons, right-aligned; the primary one last. */
  readonly footer?: ReactNode;
}

const CENTERED = 'inset-x-3 top-[12vh] mx-auto max-h-[76vh] rounded-xl';
const SHAPES = {
  sm: `${CENTERED} max-w-100`,
  md: `${CENTERED} max-w-130`,
  lg: `${CENTERED} max-w-200`,
  side: 'inset-y-0 end-0 w-full max-w-116 rounded-s-xl max-md:rounded-none',
} as const;

const CLOSED = { open: false, opener: null };

/** A modal dialog. */
export function Dialog({ open, onClose, title, description, size = 'md', children, footer }: DialogProps) {
  // Read while rendering, before a field of the dialog takes the focus.
  const [last, setLast] = useState<{ readonly open: boolean; readonly opener: Element | null }>(CLOSED);
  if (last.open !== open) setLast({ open, opener: open ? document.activeElement : last.opener });
  useBackLayer(open, onClose);
  return (
    <Radix.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          // Not called if something in it already has the focus.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) focusStart(event.currentTarget);
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (last.opener instanceof HTMLElement) last.opener.focus();
          }}
          className={cx(
            'appear fixed z-40 flex flex-col overflow-hidden bg-raised shadow-high ring-1 ring-line outline-none',
            SHAPES[size],
          )}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-1">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold text-ink">{title}</Radix.Title>
              {description === undefined ? null : (
                <Radix.Description className="mt-1 text-sm text-ink-soft">{description}</Radix.Description>
              )}
            </div>
            <span className="pointer-coarse:-mt-2.5 pointer-coarse:-me-2.5">
              <IconButton icon={X} label={t('controls.close')} onClick={onClose} />
            </span>
          </header>
          {children === undefined ? null : <div className="min-h-0 overflow-y-auto px-5 py-3">{children}</div>}
          {footer === undefined ? null : (
            <footer className="flex flex-wrap justify-end gap-2 px-5 pt-2 pb-4 pointer-coarse:gap-3">{footer}</footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const FIRST_FIELD = 'form :is(input, textarea, [role="combobox"]):not(:disabled)';

/** Focuses the first field of a form, or else the dialog: focusing the Close button would open its tooltip. */
function focusStart(dialog: HTMLElement): void {
  const field = dialog.querySelector(FIRST_FIELD);
  (field instanceof HTMLElement ? field : dialog).focus();
}

interface FormProps extends Omit<DialogProps, 'footer' | 'open' | 'onClose'> {
  /** Label of the button that submits: says what happens. */
  readonly submit: string;
  readonly look?: 'primary' | 'danger';
  readonly disabled?: boolean;
  /** Closes the dialog once it is done, unless it returns false. A failure is shown below the fields. */
  readonly onSubmit: () => unknown;
}

type OpenProps = Pick<DialogProps, 'open' | 'onClose'>;

/** A small form: fields, Cancel, and the button that submits. Enter in a field submits too. */
export function FormDialog({ submit, look = 'primary', disabled = false, ...rest }: FormProps & OpenProps) {
  const id = useId();
  const { onSubmit, children, ...dialog } = rest;
  const footer = (
    <>
      <Button label={t('controls.cancel')} onClick={dialog.onClose} />
      <Button label={submit} type="submit" form={id} look={look} disabled={disabled} />
    </>
  );
  return (
    <Dialog {...dialog} footer={footer}>
      <Form id={id} onSubmit={async () => ((await onSubmit()) === false ? undefined : dialog.onClose())}>
        {children}
      </Form>
    </Dialog>
  );
}

interface FormContentProps {
  readonly id: string;
  readonly onSubmit: () => Promise<void>;
  readonly children: ReactNode;
}

function Form({ id, onSubmit, children }: FormContentProps) {
  const { failure, run } = useAction();
  const submit = (event: { preventDefault(): void }) => {
    event.preventDefault();
    run(onSubmit);
  };
  return (
    <form id={id} className="flex flex-col gap-4" onSubmit={submit}>
      {children}
      {failure !== undefined && <ErrorNote message={failure.message} hint={getHint(failure)} />}
    </form>
  );
}

interface FormButtonProps extends FormProps {
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly startsOpen?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
}

/** A small button that opens a {@link FormDialog}. */
export function FormButton({ label, icon, startsOpen = false, onOpenChange, ...form }: FormButtonProps) {
  const [open, setOpen] = useState(startsOpen);
  const change = (next: boolean) => {
    setOpen(next);
    onOpenChange?.(next);
  };
  return (
    <>
      <Button label={label} size="sm" icon={icon} onClick={() => change(true)} />
      <FormDialog {...form} open={open} onClose={() => change(false)} />
    </>
  );
}

interface Question {
  readonly title: string;
  readonly description: string;
  /** Says what happens: `Delete agent`, never `OK`. */
  readonly confirmLabel: string;
  readonly danger?: boolean;
  readonly onConfirm: () => void;
}

interface ConfirmDialogProps extends Question {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Asks before an action that can't be undone; otherwise prefer a toast with Undo. Cancel has the initial focus. */
export function ConfirmDialog({ confirmLabel, danger = true, onConfirm, ...dialog }: ConfirmDialogProps) {
  const confirm = () => {
    dialog.onClose();
    onConfirm();
  };
  const footer = (
    <>
      <Button label={t('controls.cancel')} autoFocus onClick={dialog.onClose} />
      <Button label={confirmLabel} look={danger ? 'danger' : 'primary'} onClick={confirm} />
    </>
  );
  return <Dialog {...dialog} size="sm" footer={footer} />;
}

/** A button, `trigger`, with a {@link ConfirmDialog} before its action. */
export function ConfirmButton({ trigger, ...question }: Question & { readonly trigger: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Slot.Root onClick={() => setOpen(true)}>{trigger}</Slot.Root>
      <ConfirmDialog open={open} onClose={() => setOpen(false)} {...question} />
    </>
  );
}
