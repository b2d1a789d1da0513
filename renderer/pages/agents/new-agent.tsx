// A new agent: empty, for a role of the roster, or a copy of another agent.
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { FormButton } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { SelectField } from '../../design/select.tsx';
import { href, navigate } from '../../state/route.ts';
import { useRequest, useServices } from '../../state/use-client.ts';

const EMPTY = 'empty';
const ROLE = 'role:';
const COPY = 'copy:';

/** Opens the agent once it exists. */
export function NewAgent() {
  const { client, catalog } = useServices();
  const agents = useStore(catalog.agents.store, ({ data }) => data?.agents) ?? [];
  const members = useRequest('agents.roster.list', {}).data?.members ?? [];
  const [name, setName] = useState('');
  const [template, setTemplate] = useState(EMPTY);
  const create = async (): Promise<void> => {
    const role = members.find((member) => template === ROLE + member.role)?.role;
    const given = { name: name.trim() };
    const created = template.startsWith(COPY)
      ? await client.request('agents.duplicate', { ...given, agentId: template.slice(COPY.length) })
      : await client.request('agents.create', role === undefined ? given : { ...given, role });
    await catalog.agents.reload();
    setName('');
    setTemplate(EMPTY);
    navigate(href('agents', String(created['agentId'])));
  };
  return (
    <FormButton
      label={t('agents.new')}
      icon={Plus}
      title={t('agents.new')}
      description={t('agents.newText')}
      size="sm"
      submit={t('agents.create')}
      disabled={name.trim() === ''}
      onSubmit={create}
    >
      <TextField label={t('agents.name')} autoFocus value={name} onChange={setName} />
      <SelectField
        label={t('agents.template')}
        value={template}
        options={[
          { value: EMPTY, label: t('agents.template.empty') },
          ...members.map((member) => ({ value: ROLE + member.role, label: member.name, hint: member.description })),
          ...agents.map((agent) => ({
            value: COPY + agent.id,
            label: t('agents.template.copy', { name: removeHidden(agent.name ?? agent.id) }),
          })),
        ]}
        onChange={setTemplate}
      />
    </FormButton>
  );
}
