// The list of keyboard shortcuts, in a dialog.
import { t } from '#messages/translate.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Kbd } from '../design/kbd.tsx';
import { runCommand } from '../state/commands.ts';
import type { Command } from '../state/key-map.ts';
import { useCommandList } from './pages-context.ts';

interface CheatSheetDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** All commands with keys, in their groups. */
export function CheatSheetDialog({ open, onClose }: CheatSheetDialogProps) {
  const change = (): void => {
    onClose();
    runCommand('shortcuts.change');
  };
  const groups = Map.groupBy(
    useCommandList().filter(({ keys = [] }) => keys.length > 0),
    (command) => command.group,
  );
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('app.shortcuts')}
      size="lg"
      footer={<Button label={t('commands.shortcuts.change')} onClick={change} />}
    >
      <div className="columns-1 gap-8 pb-2 sm:columns-2">
        {[...groups].map(([group, commands]) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-xs font-medium text-ink-faint">{t(group)}</h3>
            <ul>
              {commands.map((command) => (
                <Row key={command.id} command={command} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function Row({ command }: { readonly command: Command }) {
  return (
    <li className="flex h-7 items-center justify-between gap-4 text-sm text-ink">
      <span className="truncate">{t(command.title)}</span>
      <Kbd keys={command.keys?.[0] ?? ''} />
    </li>
  );
}
