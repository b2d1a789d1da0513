// Shows problems of machines wherever the user is in the app.
import type { MachineAlert } from '#contract/types/machines.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { t } from '#messages/translate.ts';
import { toast } from '../design/toasts.ts';
import { href, navigate } from '../state/route.ts';

/** Shows alerts for as long as the page is open. */
export function showMachineAlerts(client: Pick<GatewayClient, 'on'>): void {
  client.on('machines.alert', ({ reason, workspace, message }: MachineAlert) => {
    toast({
      title: t(`machines.alert.${reason}`, { workspace: workspace.split('/').at(-1) ?? workspace }),
      detail: message,
      tone: 'bad',
      action: { label: t('machines.alert.show'), run: () => navigate(href('machines')) },
    });
  });
}
