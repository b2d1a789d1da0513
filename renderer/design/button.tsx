// The buttons of the app. A view has at most one `primary` button.
import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';
import { cx } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

type Look = 'primary' | 'secondary' | 'quiet' | 'danger' | 'danger-quiet';

const LOOKS: Readonly<Record<Look, string>> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover shadow-low',
  secondary: 'bg-raised text-ink border border-line-strong hover:bg-hover shadow-low',
  quiet: 'text-ink-soft hover:bg-hover hover:text-ink',
  danger: 'bg-bad text-surface hover:bg-bad-hover shadow-low',
  'danger-quiet': 'text-bad hover:bg-bad-soft',
};

const SHAPE =
  'inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-md font-medium transition-colors disabled:pointer-events-none disabled:opacity-45';

/** Properties of {@link Button}. */
export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Its text, unless that is in the children. */
  readonly label?: string;
  readonly look?: Look | undefined;
  readonly size?: 'sm' | 'md' | 'lg';
  readonly icon?: LucideIcon | undefined;
  /** The action is in progress: shows a spinner and ignores clicks. */
  readonly busy?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

const SIZES = {
  sm: { className: 'h-6.5 gap-1.5 px-2 text-xs', icon: 13 },
  md: { className: 'h-7.5 gap-1.5 px-3 text-sm', icon: 14 },
  lg: { className: 'h-9 gap-2 px-4 text-base', icon: 16 },
} as const;

/** A button with text. */
export function Button({
  label,
  look = 'secondary',
  size = 'md',
  icon: Icon,
  busy = false,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      className={cx(SHAPE, SIZES[size].className, LOOKS[look], className)}
    >
      {busy ? (
        <LoaderCircle size={14} className="animate-[spin_0.8s_linear_infinite]" aria-hidden />
      ) : (
        Icon && <Icon size={SIZES[size].icon} aria-hidden />
      )}
      {children ?? label}
    </button>
  );
}

/** Properties of {@link IconButton}. */
export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label'> {
  readonly icon: LucideIcon;
  /** Its name for screen readers, and its tooltip. */
  readonly label: string;
  /** Key hint shown in the tooltip, as in the key registry: `Mod+K`. */
  readonly keys?: string | undefined;
  readonly size?: 'xs' | 'sm' | 'md';
  readonly look?: 'quiet' | 'primary' | 'secondary' | 'danger-quiet';
  readonly pressed?: boolean;
  /** The browser's tooltip, or a name that CSS shows at once: both cost nothing, for rows of which there can be hundreds. */
  readonly plain?: boolean | 'at-once';
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  readonly ref?: Ref<HTMLButtonElement>;
}

const ICON_BUTTONS = {
  xs: { className: 'size-5.5', icon: 13 },
  sm: { className: 'size-6.5', icon: 15 },
  md: { className: 'size-7.5', icon: 16 },
} as const;

/** A button with an icon only: always named, always with a tooltip. */
export function IconButton({
  icon: Icon,
  label,
  keys,
  size = 'sm',
  look = 'quiet',
  pressed,
  plain = false,
  side,
  className,
  children,
  ...rest
}: IconButtonProps) {
  const button = (
    <button
      type="button"
      {...rest}
      {...(plain === 'at-once' ? { 'data-hint': label } : plain ? { title: label } : {})}
      aria-label={label}
      aria-pressed={pressed}
      className={cx(
        SHAPE,
        ICON_BUTTONS[size].className,
        LOOKS[look],
        pressed === true && 'bg-active text-ink',
        className,
      )}
    >
      {children ?? <Icon size={ICON_BUTTONS[size].icon} aria-hidden />}
    </button>
  );
  if (plain !== false) return button;
  return (
    <Tooltip text={label} keys={keys} side={side}>
      {button}
    </Tooltip>
  );
}
