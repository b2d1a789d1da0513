// Keyboard shortcuts, as the platform writes them.
import { cx } from './class-names.ts';
import { keyCaps } from './key-caps.ts';

/** Shows a key combination, such as `Mod+Shift+P`. */
export function Kbd({ keys, className }: { readonly keys: string; readonly className?: string }) {
  return (
    <span className={cx('inline-flex gap-0.5', className)}>
      {keyCaps(keys).map((cap) => (
        <kbd
          key={cap}
          className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border border-line bg-sunken px-1 font-sans text-2xs text-ink-faint"
        >
          {cap}
        </kbd>
      ))}
    </span>
  );
}
