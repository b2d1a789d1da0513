// A select: one choice of several.
import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import { cx } from './class-names.ts';
import { Field, type FieldProps } from './field.tsx';

/** One choice. */
export interface SelectOption<T extends string = string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

interface SelectProps<T extends string> {
  readonly options: readonly SelectOption<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly id?: string;
  /** Required without a visible label. */
  readonly label?: string;
  readonly disabled?: boolean;
  readonly className?: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: boolean | undefined;
}

/** Controlled. The values of options can't be empty. */
export function Select<T extends string>({
  options,
  value,
  onChange,
  id,
  label,
  disabled = false,
  className,
  ...aria
}: SelectProps<T>) {
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => onChange(options.find((option) => option.value === next)?.value ?? value)}
      disabled={disabled}
    >
      <Radix.Trigger
        id={id}
        aria-label={label}
        {...aria}
        className={cx(
          'inline-flex h-8 w-full min-w-0 items-center justify-between gap-2 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink hover:border-ink-faint disabled:opacity-50',
          className,
        )}
      >
        <span className="truncate">
          <Radix.Value />
        </span>
        <ChevronDown size={14} aria-hidden className="shrink-0 text-ink-faint" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="appear z-50 max-h-80 max-w-[min(var(--radix-select-content-available-width),max(var(--radix-select-trigger-width),28rem))] min-w-(--radix-select-trigger-width) overflow-hidden rounded-lg bg-raised p-1 shadow-mid ring-1 ring-line"
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                className="flex cursor-default items-center gap-2 rounded-md px-2 py-1.5 text-sm text-ink outline-none select-none data-highlighted:bg-hover"
              >
                <span className="w-3.5 shrink-0">
                  <Radix.ItemIndicator>
                    <Check size={14} aria-hidden className="text-accent-ink" />
                  </Radix.ItemIndicator>
                </span>
                <span className="flex min-w-0 flex-col wrap-anywhere">
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                  {option.hint === undefined ? null : <span className="text-xs text-ink-faint">{option.hint}</span>}
                </span>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface SelectFieldProps<T extends string>
  extends Omit<FieldProps, 'children'>, Pick<SelectProps<T>, 'options' | 'value' | 'onChange'> {}

/** A labeled field for a choice. */
export function SelectField<T extends string>({ options, value, onChange, ...field }: SelectFieldProps<T>) {
  return (
    <Field {...field}>{(control) => <Select {...control} options={options} value={value} onChange={onChange} />}</Field>
  );
}
