// A few choices below each other, each with an explanation.
import { RadioGroup } from 'radix-ui';
import { useId } from 'react';

interface RadioListProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string; readonly hint?: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** Controlled; the arrow keys move the choice. */
export function RadioList<T extends string>({ label, options, value, onChange }: RadioListProps<T>) {
  const id = useId();
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(options.find((option) => option.value === next)?.value ?? value)}
      className="flex flex-col gap-1"
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          aria-labelledby={`${id}-${option.value}`}
          aria-describedby={option.hint === undefined ? undefined : `${id}-${option.value}-hint`}
          className="flex items-start gap-2.5 rounded-md px-2.5 py-2 text-start hover:bg-hover data-[state=checked]:bg-accent-soft"
        >
          <span className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface">
            <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
          </span>
          <span className="flex min-w-0 flex-col">
            <span id={`${id}-${option.value}`} className="text-sm text-ink wrap-anywhere">
              {option.label}
            </span>
            {option.hint === undefined ? null : (
              <span id={`${id}-${option.value}-hint`} className="text-xs text-ink-soft wrap-anywhere">
                {option.hint}
              </span>
            )}
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
