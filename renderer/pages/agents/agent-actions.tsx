// Actions on an agent: set as default, duplicate, delete.
import { Copy, Trash2 } from 'lucide-react';
import { useStore } from 'zustand';
import type { AgentSettings } from '#contract/types/agents.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmButton } from '../../design/dialog.tsx';
import { attempt, toast } from '../../design/toasts.ts';
import { patchConfiguration } from '../../state/patch-configuration.ts';
import { href, navigate } from '../../state/route.ts';
import { useServices } from '../../state/use-client.ts';

/** The default agent can only be duplicated. */
export function AgentActions({ settings: { agentId, name } }: { readonly settings: AgentSettings }) {
  const { client, catalog } = useServices();
  const isDefault = useStore(catalog.agents.store, ({ data }) => data?.defaultId === agentId);
  const setAsDefault = () =>
    attempt(t('agents.defaultFailed'), async () => {
      await patchConfiguration(client, { agents: { default: agentId } });
      await catalog.agents.reload();
      toast({ title: t('agents.defaultChanged', { name }) });
    });
  const duplicate = () =>
    attempt(t('agents.duplicateFailed'), async () => {
      const copy = await client.request('agents.duplicate', { agentId });
      await catalog.agents.reload();
      navigate(href('agents', copy.agentId));
    });
  const remove = () =>
    attempt(t('agents.deleteFailed'), async () => {
      await client.request('agents.delete', { agentId });
      await catalog.agents.reload();
      navigate('/agents');
      toast({ title: t('agents.deleted', { name }), detail: t('agents.deletedText') });
    });
  return (
    <div className="flex flex-wrap items-center justify-end gap-1">
      {!isDefault && <Button label={t('agents.setDefault')} size="sm" look="quiet" onClick={setAsDefault} />}
      <Button label={t('agents.duplicate')} size="sm" look="quiet" icon={Copy} onClick={duplicate} />
      {!isDefault && (
        <ConfirmButton
          trigger={<Button label={t('agents.delete')} size="sm" look="danger-quiet" icon={Trash2} />}
          title={t('agents.deleteTitle', { name })}
          description={t('agents.deleteText')}
          confirmLabel={t('agents.delete')}
          onConfirm={remove}
        />
      )}
    </div>
  );
}
