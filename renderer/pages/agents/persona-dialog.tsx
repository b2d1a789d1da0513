// The form of a persona: its name, its template, and defaults for the variables in it.
import { useState } from 'react';
import { MAX_TEMPLATE_CHARS, type Persona } from '#contract/types/personas.ts';
import { t } from '#messages/translate.ts';
import { FormDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { useClient } from '../../state/use-client.ts';
import { askedVariables, keepValues } from './persona-values.ts';

interface PersonaDialogProps {
  /** Absent: a new one. */
  readonly persona: Persona | undefined;
  readonly onClose: () => void;
}

/** An open dialog. */
export function PersonaDialog({ persona, onClose }: PersonaDialogProps) {
  const client = useClient();
  const [name, setName] = useState(persona?.name ?? '');
  const [template, setTemplate] = useState(persona?.template ?? '');
  const [defaults, setDefaults] = useState(persona?.defaults ?? {});
  const save = async (): Promise<void> => {
    const draft = { name: name.trim(), template, defaults: keepValues(template, defaults) };
    if (persona === undefined) await client.request('personas.create', draft);
    else await client.request('personas.update', { id: persona.id, ...draft });
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      size="lg"
      title={persona === undefined ? t('personas.new') : t('personas.edit')}
      submit={t('controls.save')}
      disabled={name.trim() === '' || template.trim() === ''}
      onSubmit={save}
    >
      <TextField label={t('personas.name')} autoFocus maxLength={100} value={name} onChange={setName} />
      <TextField
        label={t('personas.template')}
        hint={t('personas.templateHint')}
        rows={8}
        maxLength={MAX_TEMPLATE_CHARS}
        value={template}
        onChange={setTemplate}
      />
      {askedVariables(template).map((variable) => (
        <TextField
          key={variable}
          label={t('personas.defaultFor', { variable })}
          value={defaults[variable] ?? ''}
          onChange={(value) => setDefaults({ ...defaults, [variable]: value })}
        />
      ))}
    </FormDialog>
  );
}
