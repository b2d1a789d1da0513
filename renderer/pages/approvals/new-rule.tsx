// Creates a rule by hand.
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { Button } from '../../design/button.tsx';
import { FormDialog } from '../../design/dialog.tsx';
import { Field, TextField } from '../../design/field.tsx';
import { Select } from '../../design/select.tsx';
import { ErrorNote } from '../../design/states.tsx';
import { useServices } from '../../state/use-client.ts';
import { parseRule } from './inbox.ts';

interface NewRuleProps {
  /** Initial command; opens the dialog immediately. */
  readonly initial: string | undefined;
  readonly agentId: string | undefined;
  readonly onAdded: () => void;
}

/** The button and its dialog. */
export function NewRule({ initial, agentId, onAdded }: NewRuleProps) {
  const { client, catalog } = useServices();
  const list = useStore(catalog.agents.store, (state) => state.data);
  const [open, setOpen] = useState(initial !== undefined);
  const [line, setLine] = useState(initial ?? '');
  const [agent, setAgent] = useState(agentId);
  const [problem, setProblem] = useState('');
  const words = parseRule(line);
  const chosen = agent ?? list?.defaultId ?? 'main';
  const add = async () => {
    if (words === undefined) return;
    try {
      await client.request('approvals.rules.add', { agentId: chosen, words: [...words] });
      setOpen(false);
      setLine('');
      onAdded();
    } catch (cause) {
      setProblem(errorMessage(cause));
    }
  };
  return (
    <>
      <Button label={t('approvals.rules.new')} size="sm" icon={Plus} onClick={() => setOpen(true)} />
      <FormDialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('approvals.rules.new')}
        description={t('approvals.rules.newDescription')}
        submit={t('approvals.rules.add')}
        disabled={words === undefined}
        onSubmit={() => void add()}
      >
        <Field label={t('approvals.rules.agent')}>
          {(control) => (
            <Select
              {...control}
              options={(list?.agents ?? []).map((one) => ({ value: one.id, label: one.name ?? one.id }))}
              value={chosen}
              onChange={setAgent}
            />
          )}
        </Field>
        <TextField
          label={t('approvals.rules.command')}
          hint={t('approvals.rules.commandHint')}
          inputClassName="font-mono"
          value={line}
          onChange={setLine}
        />
        {problem !== '' && <ErrorNote message={problem} />}
      </FormDialog>
    </>
  );
}
