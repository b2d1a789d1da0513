// Exports rules to a file, and imports them from one after showing what the file would add.
import { Ellipsis } from 'lucide-react';
import { useRef, useState, type ChangeEvent } from 'react';
import type { MethodParams, MethodResult } from '#contract/methods/registry.ts';
import { errorDetails } from '#contract/wire/errors.ts';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../design/button.tsx';
import { CommandText } from '../../design/command-text.tsx';
import { FormDialog } from '../../design/dialog.tsx';
import { Menu } from '../../design/menu.tsx';
import { ErrorNote } from '../../design/states.tsx';
import { attempt, toast } from '../../design/toasts.ts';
import { asRequestError } from '../../state/resource.ts';
import { useClient } from '../../state/use-client.ts';
import { saveFile } from '../settings/export-audit.ts';
import { formatRule } from './inbox.ts';

type RulesFile = MethodParams<'approvals.rules.import'>['file'];

/** A file that was chosen: what it would add, or why it can't be imported. */
type Chosen =
  | { readonly kind: 'ready'; readonly file: RulesFile; readonly result: MethodResult<'approvals.rules.import'> }
  | { readonly kind: 'invalid'; readonly lines: readonly string[] };

/** The menu of the section, and the dialog of the import. */
export function RuleTransfer({ onImported }: { readonly onImported: () => void }) {
  const client = useClient();
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<Chosen>();
  const exportRules = () =>
    attempt(t('rules.transfer.exportFailed'), async () => {
      const { file } = await client.request('approvals.rules.export', {});
      saveFile('gatehouse-rules.json', `${JSON.stringify(file, null, 2)}\n`);
    });
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [picked] = target.files ?? [];
    // So that the same file can be chosen again.
    const text = await picked?.text();
    target.value = '';
    if (text !== undefined) setChosen(await checkFile(client, text));
  };
  const importRules = async () => {
    if (chosen?.kind !== 'ready') return;
    const { added } = await client.request('approvals.rules.import', { file: chosen.file });
    toast({ title: t('rules.transfer.imported', { count: added.length }) });
    onImported();
  };
  return (
    <>
      <Menu
        align="end"
        entries={[
          { kind: 'item', label: t('rules.transfer.import'), run: () => input.current?.click() },
          { kind: 'item', label: t('rules.transfer.export'), run: exportRules },
        ]}
      >
        <IconButton icon={Ellipsis} label={t('rules.transfer.menu')} />
      </Menu>
      <input
        ref={input}
        type="file"
        hidden
        accept=".json,application/json"
        aria-label={t('rules.transfer.file')}
        onChange={(event) => void choose(event)}
      />
      {chosen !== undefined && (
        <ImportDialog chosen={chosen} onClose={() => setChosen(undefined)} onImport={importRules} />
      )}
    </>
  );
}

async function checkFile(client: ReturnType<typeof useClient>, text: string): Promise<Chosen> {
  try {
    // The gateway validates it.
    const file = JSON.parse(text) as RulesFile;
    return { kind: 'ready', file, result: await client.request('approvals.rules.import', { file, dryRun: true }) };
  } catch (cause) {
    if (cause instanceof SyntaxError) return { kind: 'invalid', lines: [t('rules.transfer.notJson')] };
    const failure = asRequestError(cause);
    const { problems } = errorDetails(failure);
    return { kind: 'invalid', lines: Array.isArray(problems) ? problems.map(describeProblem) : [failure.message] };
  }
}

function describeProblem(entry: unknown): string {
  const { index, rule, problem }: Readonly<Record<string, unknown>> = Object(entry);
  return t('rules.transfer.problem', { number: Number(index) + 1, rule: String(rule), problem: String(problem) });
}

interface ImportDialogProps {
  readonly chosen: Chosen;
  readonly onClose: () => void;
  readonly onImport: () => Promise<void>;
}

function ImportDialog({ chosen, onClose, onImport }: ImportDialogProps) {
  const added = chosen.kind === 'ready' ? chosen.result.added : [];
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('rules.transfer.title')}
      submit={t('rules.transfer.submit', { count: added.length })}
      disabled={added.length === 0}
      onSubmit={onImport}
    >
      {chosen.kind === 'invalid' ? (
        <ErrorNote title={t('rules.transfer.invalid')} message={chosen.lines.join('\n')} />
      ) : (
        <>
          <p className="text-sm text-ink">
            {t('rules.transfer.ready', { count: added.length })}{' '}
            {chosen.result.existing > 0 && t('rules.transfer.existing', { count: chosen.result.existing })}
          </p>
          <ul className="flex flex-col gap-1 text-xs wrap-anywhere">
            {added.map(({ id, effect = 'allow', words, workspace }) => (
              <li key={id}>
                {t(`rules.effect.${effect}`)} <CommandText command={formatRule(words)} />{' '}
                <span className="text-ink-faint">{workspace}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </FormDialog>
  );
}
