// One setting as a row: title and hint on the left, the control and a reset button on the right.
import { RotateCcw } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../design/button.tsx';

interface SettingRowProps {
  readonly title: string;
  readonly hint?: ReactNode;
  /** Shown while the value isn't the default; resets it. */
  readonly onReset?: (() => void) | undefined;
  readonly children: (control: { readonly id: string; readonly 'aria-describedby': string | undefined }) => ReactNode;
}

/** For use inside a Card. */
export function SettingRow({ title, hint, onReset, children }: SettingRowProps) {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className="flex min-h-13 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2.5 last:border-b-0">
      <div className="min-w-0 flex-1 basis-52">
        <label htmlFor={id} className="text-sm font-medium text-ink">
          {title}
        </label>
        {hint !== undefined && (
          <div id={noteId} className="text-xs wrap-anywhere text-ink-faint">
            {hint}
          </div>
        )}
      </div>
      {onReset !== undefined && (
        <IconButton icon={RotateCcw} label={t('settings.reset', { setting: title })} size="xs" onClick={onReset} />
      )}
      <div className="flex items-center gap-2">
        {children({ id, 'aria-describedby': hint === undefined ? undefined : noteId })}
      </div>
    </div>
  );
}
