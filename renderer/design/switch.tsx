// A switch. It takes effect immediately.
import { Switch as Radix } from 'radix-ui';

interface SwitchProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly id?: string;
  readonly label?: string;
  readonly disabled?: boolean;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: boolean | undefined;
}

/** Controlled; `label` is required without a label element. */
export function Switch({ checked, onChange, id, label, disabled = false, ...aria }: SwitchProps) {
  return (
    <Radix.Root
      id={id}
      aria-label={label}
      {...aria}
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      className="group/switch inline-flex shrink-0 items-center justify-center rounded-full disabled:opacity-50"
    >
      <span className="h-5 w-8.5 rounded-full bg-line-strong p-0.5 transition-colors group-data-[state=checked]/switch:bg-accent">
        <Radix.Thumb className="block size-4 rounded-full bg-[#fff] shadow-low transition-transform data-[state=checked]:translate-x-3.5" />
      </span>
    </Radix.Root>
  );
}
