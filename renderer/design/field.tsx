// Form fields: a label, a control, and a hint or an error below it.
import { useId, type InputHTMLAttributes, type ReactNode, type Ref, type TextareaHTMLAttributes } from 'react';
import { cx } from './class-names.ts';

/** Properties that connect a control with its label, hint and error. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

/** Properties of {@link Field}. */
export interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly className?: string | undefined;
  readonly children: (control: ControlProps) => ReactNode;
}

/** `<Field label="Name">{(control) => <TextInput {...control} />}</Field>` */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className={cx('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="text-sm font-medium text-ink">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': note === undefined ? undefined : noteId,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {note === undefined ? null : (
        <div id={noteId} className={cx('text-xs', error === undefined ? 'text-ink-faint' : 'text-bad')}>
          {note}
        </div>
      )}
    </div>
  );
}

interface TextFieldProps
  extends
    Omit<FieldProps, 'children'>,
    Omit<
      InputHTMLAttributes<HTMLInputElement> & TextareaHTMLAttributes<HTMLTextAreaElement>,
      'onChange' | 'className'
    > {
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Makes it a field of several lines. */
  readonly rows?: number;
  readonly inputClassName?: string | undefined;
}

/** A labeled field for text. */
export function TextField({ label, hint, error, className, inputClassName, rows, onChange, ...rest }: TextFieldProps) {
  const Control = rows === undefined ? TextInput : TextArea;
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(control) => (
        <Control
          {...control}
          {...rest}
          className={inputClassName}
          rows={rows}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

const CONTROL =
  'w-full rounded-md border border-line-strong bg-surface text-sm text-ink placeholder:text-ink-faint transition-colors hover:border-ink-faint focus-visible:border-accent aria-invalid:border-bad disabled:opacity-50';

/** A line of text. */
export function TextInput({
  className,
  ...rest
}: InputHTMLAttributes<HTMLInputElement> & { readonly ref?: Ref<HTMLInputElement> }) {
  return (
    <input
      type="text"
      autoComplete="off"
      spellCheck={false}
      {...rest}
      className={cx(CONTROL, 'h-8 px-2.5', className)}
    />
  );
}

/** Several lines of text. */
export function TextArea({
  className,
  ...rest
}: TextareaHTMLAttributes<HTMLTextAreaElement> & { readonly ref?: Ref<HTMLTextAreaElement> }) {
  return <textarea dir="auto" rows={4} {...rest} className={cx(CONTROL, 'resize-y px-2.5 py-2', className)} />;
}
