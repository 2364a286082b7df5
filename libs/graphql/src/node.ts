import { Field, ID, InterfaceType } from '@nestjs/graphql';

@InterfaceType({ description: 'Anything with a global, opaque id; node(id:) finds it again.' })
export abstract class Node {
  @Field(() => ID, { description: 'Global and opaque.' })
  id!: string;
}
