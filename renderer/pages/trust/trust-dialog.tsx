// What in a folder would take effect, and the decision about it.
import type { FolderTrust, TrustEffect } from '#contract/types/folder-trust.ts';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { attempt } from '../../design/toasts.ts';
import { useClient } from '../../state/use-client.ts';

interface TrustDialogProps {
  readonly trust: FolderTrust;
  readonly target: { readonly sessionKey: string };
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onDecided: () => void;
}

/** The decision covers exactly the files that are shown. */
export function TrustDialog({ trust, target, open, onClose, onDecided }: TrustDialogProps) {
  const client = useClient();
  const decide = (trusted: boolean): void =>
    attempt(t('trust.notSaved'), async () => {
      const files = trust.files.map(({ path, hash }) => ({ path, hash }));
      // If the folder has changed meanwhile, this shows what it contains now.
      await client.request('trust.set', { ...target, trusted, files }).finally(onDecided);
      onClose();
    });
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('trust.title')}
      description={t('trust.text')}
      footer={
        <>
          <Button onClick={() => decide(false)}>{t('trust.dontTrust')}</Button>
          <Button look="primary" onClick={() => decide(true)}>
            {t('trust.trust')}
          </Button>
        </>
      }
    >
      <code className="block rounded-md bg-sunken px-2.5 py-1.5 text-xs wrap-anywhere">
        {escapeHiddenInLine(trust.folder)}
      </code>
      <TrustFiles trust={trust} />
    </Dialog>
  );
}

function TrustFiles({ trust: { files, changed } }: Pick<TrustDialogProps, 'trust'>) {
  if (files.length === 0) return <p className="pt-3 text-sm text-ink-soft">{t('trust.noFiles')}</p>;
  const groups = Map.groupBy(files, ({ effect }) => effect);
  return (
    <section aria-label={t('trust.files')} className="max-h-72 overflow-y-auto pt-3">
      {[...groups].map(([effect, group]) => (
        <div key={effect} className="pb-2">
          <h3 className="pb-1 text-xs font-medium text-ink-soft">{describeEffect(effect)}</h3>
          <ul className="flex flex-col gap-1">
            {group.map(({ path }) => (
              <li key={path} className="flex items-center gap-2 font-mono text-xs wrap-anywhere text-ink">
                {escapeHiddenInLine(path)}
                {changed.includes(path) && <Badge tone="warn">{t('trust.changed')}</Badge>}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function describeEffect(effect: TrustEffect): string {
  return t(`trust.effect.${effect}`);
}
