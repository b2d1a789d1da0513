// Connect other clients: a kind is chosen, its settings are copied.
import { useState } from 'react';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/page.tsx';
import { Select } from '../../design/select.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { navigate } from '../../state/route.ts';
import { useRequest } from '../../state/use-client.ts';
import { clientWays, type ClientStep, type ClientWay } from './client-ways.ts';
import { CopyBlock } from './copy-text.tsx';
import { gatewayAddress } from './gateway-address.ts';

/** One kind at a time. */
export function ClientsCard() {
  const reach = useRequest('network.status', {}, ['settings.changed']);
  const [chosen, setChosen] = useState<ClientWay['id']>('openclaw');
  const ways = clientWays(gatewayAddress(location.origin, reach.data));
  const options = ways.map(({ id, label }) => ({ value: id, label }));
  const steps = ways.find(({ id }) => id === chosen)?.steps ?? [];
  return (
    <Card className="flex flex-col gap-4 p-4">
      <div className="max-md:hidden">
        <Segmented label="Kind of client" options={options} value={chosen} onChange={setChosen} />
      </div>
      <div className="md:hidden">
        <Select label="Kind of client" options={options} value={chosen} onChange={setChosen} />
      </div>
      <ol className="flex flex-col gap-4">
        {steps.map((step) => (
          <li key={step.words}>
            <Step step={step} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Step({ step: { words, code, page } }: { readonly step: ClientStep }) {
  return (
    <div className="flex flex-col items-stretch gap-2">
      <p className="text-sm text-ink-soft">{words}</p>
      {code !== undefined && <CopyBlock text={code} label={words} />}
      {page !== undefined && (
        <Button size="sm" className="self-start" onClick={() => navigate(page.path)}>
          {page.label}
        </Button>
      )}
    </div>
  );
}
