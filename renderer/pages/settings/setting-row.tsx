// One setting as a row: name and explanation at the left, the control at the right, a way back to the default.
import { RotateCcw } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { IconButton } from '../../design/button.tsx';

interface SettingRowProps {
  readonly title: string;
  readonly words?: ReactNode;
  /** Shown while the value is not the default; puts it back. */
  readonly onReset?: (() => void) | undefined;
  readonly children: (control: { readonly id: string; readonly 'aria-describedby': string | undefined }) => ReactNode;
}

/** Rows stand in a Card. */
export function SettingRow({ title, words, onReset, children }: SettingRowProps) {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className="flex min-h-13 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2.5 last:border-b-0">
      <div className="min-w-0 flex-1 basis-52">
        <label htmlFor={id} className="text-sm font-medium text-ink">
          {title}
        </label>
        {words !== undefined && (
          <div id={noteId} className="text-xs wrap-anywhere text-ink-faint">
            {words}
          </div>
        )}
      </div>
      {onReset !== undefined && (
        <IconButton label={`Default: ${title}`} size="xs" onClick={onReset}>
          <RotateCcw size={13} aria-hidden />
        </IconButton>
      )}
      <div className="flex items-center gap-2">
        {children({ id, 'aria-describedby': words === undefined ? undefined : noteId })}
      </div>
    </div>
  );
}
