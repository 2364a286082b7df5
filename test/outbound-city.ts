import type { TestCity } from './city.ts';

export const coordinator = 'coordinator.diskominfo';
export const coordinator2 = 'coordinator2.diskominfo';
export const approver = 'approver.diskominfo';

const ITEM = `outboundItem { id version state contentVersion contentHash sensitive reviewDebt
  viewerMay steps { role decision office { code } by { name } } }`;

/** What texts that leave the house go through, as the people of the demo do it. */
export class OutboundCity {
  readonly city: TestCity;

  constructor(city: TestCity) {
    this.city = city;
  }

  /** A mutation that takes effect; its item. */
  async act(who: string, mutation: string, input: object, selection = ITEM): Promise<any> {
    const payload = await this.city.mutate(who, mutation, input, selection);
    expect(payload.userErrors).toEqual([]);
    return payload.outboundItem ?? payload.informationRequest;
  }

  /** The codes and paths with which a mutation is refused. */
  async refused(who: string, mutation: string, input: object, selection = ITEM): Promise<any> {
    const { userErrors } = await this.city.mutate(who, mutation, input, selection);
    return userErrors.map(({ code, path }: any) =>
      path === null ? code : `${code} ${path.at(-1)}`,
    );
  }

  async item(who: string, id: string, selection: string): Promise<any> {
    const query = `query($id: ID!) { outboundItem(id: $id) { ${selection} } }`;
    const { data, errors } = await this.city.ask(who, query, { id });
    expect(errors).toBeUndefined();
    return data?.['outboundItem'];
  }

  async types(id: string): Promise<string[]> {
    const { history } = await this.item(coordinator, id, 'history(first: 100) { nodes { type } }');
    return history.nodes.map(({ type }: any) => type);
  }

  draft(who = 'lead.dinkes', more: object = {}): Promise<any> {
    const text = { kind: 'STATEMENT', title: 'Demam berdarah', body: 'Kasus menurun.' };
    return this.act(who, 'draftOutboundItem', { ...text, ...more });
  }

  /** Along its route to its end. */
  async approved(item: any, ...people: string[]): Promise<any> {
    const { id: outboundItemId, contentHash } = item;
    await this.act(coordinator, 'submitForApproval', { outboundItemId });
    let last = item;
    for (const who of people) {
      last = await this.act(who, 'approveOutboundItem', { outboundItemId, contentHash });
    }
    return last;
  }

  /** A registered request of the track without any office in it; its id. */
  async request(track = 'STATUTORY', more: object = {}): Promise<string> {
    const kind = track === 'STATUTORY' ? 'CITIZEN' : 'JOURNALIST';
    const receipt = {
      track,
      channel: 'EMAIL',
      subject: 'Anggaran jalan',
      details: 'Mohon rinciannya.',
      requester: { kind, name: 'Kirana Uji', address: 'Jl. Uji No. 2' },
      ...more,
    };
    const selection = 'informationRequest { id }';
    const { id } = await this.act(coordinator, 'receiveInformationRequest', receipt, selection);
    await this.act(coordinator, 'registerInformationRequest', { requestId: id }, selection);
    return id;
  }

  /** The id of the text that is to answer it. */
  async answer(requestId: string, more: object = {}): Promise<any> {
    const input = {
      requestId,
      title: 'Jawaban',
      body: 'Rincian terlampir.',
      outcome: 'GRANTED',
      parts: [{ part: 'Rincian anggaran', decision: 'GRANTED' }],
      ...more,
    };
    const selection = 'informationRequest { state answer { id contentHash } }';
    const { answer, state } = await this.act(coordinator, 'draftAnswer', input, selection);
    expect(state).toBe('IN_REVIEW');
    return answer;
  }

  async shown(id: string, selection = 'state outcome toldAt'): Promise<any> {
    const query = `query($id: ID!) { informationRequest(id: $id) { ${selection} } }`;
    const { data, errors } = await this.city.ask(coordinator, query, { id });
    expect(errors).toBeUndefined();
    return data?.['informationRequest'];
  }
}
