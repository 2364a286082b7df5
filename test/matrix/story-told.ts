import { endPosts, openStory } from './story.ts';
import type { Story } from './story.ts';
import { tellOthers, tellRequests } from './story-requests.ts';
import { tellTexts } from './story-texts.ts';
import { TRUTH } from './viewers.ts';

/** A city in which everything has happened of which the tables tell. */
export async function tellStory(): Promise<Story> {
  const story = await openStory();
  await tellRequests(story);
  await tellTexts(story);
  await tellOthers(story);
  await endPosts(story);
  await takeFacts(story);
  return story;
}

async function takeFacts(story: Story): Promise<void> {
  const query = `query($id: ID!) { node(id: $id) { ... on OutboundItem { contentHash }
    ... on InformationRequest { deadline { id } } } }`;
  for (const label of ['R1', 'I2', 'I3', 'I4']) {
    const id = story.id(label);
    const { data } = await story.city.ask(TRUTH, query, { id });
    const { contentHash, deadline } = data?.['node'] ?? {};
    story.facts.set(label, contentHash ?? String(deadline.id).slice(id.length));
  }
}
