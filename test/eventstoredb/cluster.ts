import type { StoredEvent } from '#event-store';
import { KeptLog } from './kept-log.ts';
import { ProtocolServer } from './server.ts';

/** Three members over one log, of whom one leads: the others take no appends. */
export class Cluster {
  readonly log: KeptLog;
  readonly all: ProtocolServer[] = [];
  /** Whom every member tells to lead, which may be one that is gone. */
  leader: ProtocolServer | undefined;

  private constructor(log: KeptLog) {
    this.log = log;
  }

  static async started(): Promise<Cluster> {
    const cluster = new Cluster(await KeptLog.opened());
    for (let i = 0; i < 3; i += 1) {
      const member = new ProtocolServer(cluster.log, cluster);
      cluster.all.push(member);
      await member.start();
    }
    cluster.lead(0);
    return cluster;
  }

  /** Every member by name. */
  get url(): string {
    return `esdb://${this.all.map(({ port }) => `127.0.0.1:${port}`).join(',')}?tls=false`;
  }

  /** One name behind which members are found. */
  discoverUrl(member: number): string {
    return `esdb+discover://127.0.0.1:${this.at(member).port}?tls=false`;
  }

  at(member: number): ProtocolServer {
    const found = this.all[member];
    if (found === undefined) throw new RangeError(`no member ${member}`);
    return found;
  }

  lead(member: number): void {
    this.leader = this.at(member);
  }

  events(stream: string): Promise<StoredEvent[]> {
    return this.log.events(stream);
  }

  async close(): Promise<void> {
    for (const member of this.all) member.stop();
    await this.log.close();
  }
}
