// A switch in a form: its label and hint beside it.
import { useId } from 'react';
import { Switch } from './switch.tsx';

interface SwitchFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** Takes effect when the form is submitted. */
export function SwitchField({ label, hint, checked, onChange }: SwitchFieldProps) {
  const id = useId();
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  return (
    <div className="flex items-center justify-between gap-4">
      <div className="flex min-w-0 flex-col gap-0.5">
        <label htmlFor={id} className="text-sm font-medium wrap-anywhere text-ink">
          {label}
        </label>
        {hint === undefined ? null : (
          <div id={hintId} className="text-xs wrap-anywhere text-ink-faint">
            {hint}
          </div>
        )}
      </div>
      <Switch id={id} aria-describedby={hintId} checked={checked} onChange={onChange} />
    </div>
  );
}
