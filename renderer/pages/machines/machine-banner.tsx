// Asks where commands may run if nothing here confines them and nobody has chosen. Shown above the message box.
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { useRequest } from '../../state/use-client.ts';
import { DefaultMachineField } from './default-machine.tsx';
import { isUndecided } from './describe-machine.ts';

/** Nothing where commands have a machine. */
export function MachineBanner() {
  const { data, reload } = useRequest('machines.list', {}, ['settings.changed']);
  const [open, setOpen] = useState(false);
  if (data === undefined || !(isUndecided(data) || open)) return null;
  return (
    <div className="mx-auto w-full max-w-196 shrink-0 px-5 pb-1.5 max-md:px-3">
      <div
        role="status"
        className="flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-lg bg-warn-soft px-3 py-2 text-xs text-ink"
      >
        <TriangleAlert size={15} aria-hidden className="shrink-0 text-warn" />
        <span className="min-w-48 flex-1">{t('machines.undecided')}</span>
        <Button size="sm" onClick={() => setOpen(true)}>
          {t('machines.choose')}
        </Button>
      </div>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('machines.choose.title')}
        footer={<Button look="primary" label={t('controls.close')} onClick={() => setOpen(false)} />}
      >
        <DefaultMachineField list={data} onChange={reload} />
      </Dialog>
    </div>
  );
}
