// Creates a rule by hand.
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { FormButton } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { SelectField } from '../../design/select.tsx';
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
  const [line, setLine] = useState(initial ?? '');
  const [agent, setAgent] = useState(agentId);
  const words = parseRule(line);
  const chosen = agent ?? list?.defaultId ?? 'main';
  const add = async () => {
    if (words === undefined) return false;
    await client.request('approvals.rules.add', { agentId: chosen, words: [...words] });
    setLine('');
    onAdded();
    return true;
  };
  return (
    <FormButton
      label={t('approvals.rules.new')}
      icon={Plus}
      startsOpen={initial !== undefined}
      title={t('approvals.rules.new')}
      description={t('approvals.rules.newDescription')}
      submit={t('approvals.rules.add')}
      disabled={words === undefined}
      onSubmit={add}
    >
      <SelectField
        label={t('approvals.rules.agent')}
        options={(list?.agents ?? []).map((one) => ({ value: one.id, label: one.name ?? one.id }))}
        value={chosen}
        onChange={setAgent}
      />
      <TextField
        label={t('approvals.rules.command')}
        hint={t('approvals.rules.commandHint')}
        inputClassName="font-mono"
        value={line}
        onChange={setLine}
      />
    </FormButton>
  );
}
