// Personas: prompt templates with variables, for sessions of any agent.
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Persona } from '#contract/types/personas.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { CardList, CardRow, Section } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { attempt, toast } from '../../design/toasts.ts';
import { useClient, useRequest, useSupports } from '../../state/use-client.ts';
import { PersonaDialog } from './persona-dialog.tsx';

/** Empty if the gateway has no personas. */
export function PersonasSection() {
  return useSupports('personas.list') ? <Personas /> : null;
}

function Personas() {
  const client = useClient();
  const read = useRequest('personas.list', {}, ['settings.changed']);
  // `new`: one that doesn't exist yet.
  const [edited, setEdited] = useState<Persona | 'new'>();
  const remove = ({ id, name, template, defaults }: Persona): void =>
    attempt(t('personas.deleteFailed'), async () => {
      await client.request('personas.delete', { id });
      const restore = () => client.request('personas.create', { name, template, defaults });
      toast({
        title: t('personas.deleted', { name }),
        action: { label: t('controls.undo'), run: () => attempt(t('personas.restoreFailed'), restore) },
      });
    });
  return (
    <Section
      title={t('personas.title')}
      summary={t('personas.summary')}
      actions={<Button label={t('personas.new')} size="sm" icon={Plus} onClick={() => setEdited('new')} />}
    >
      <RequestStatus read={read} loading={t('personas.loading')} failed={t('personas.loadFailed')} />
      {read.data !== undefined && (
        <CardList
          rows={read.data.personas.map((persona) => (
            <CardRow
              key={persona.id}
              title={removeHidden(persona.name)}
              facts={<span className="line-clamp-2">{removeHidden(persona.template)}</span>}
            >
              <IconButton
                icon={Pencil}
                label={t('personas.editNamed', { name: persona.name })}
                onClick={() => setEdited(persona)}
              />
              <IconButton
                icon={Trash2}
                label={t('personas.deleteNamed', { name: persona.name })}
                onClick={() => remove(persona)}
              />
            </CardRow>
          ))}
          empty={t('personas.empty')}
        />
      )}
      {edited !== undefined && (
        <PersonaDialog persona={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
    </Section>
  );
}
