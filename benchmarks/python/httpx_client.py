"""httpx, as its documentation shows it: one client, one task for each stream."""

import asyncio

import httpx

from peer import Plan, Tally, follow_all


async def main():
    plan = Plan()
    tally = Tally(plan)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(verify=plan.tls(), headers=plan.headers, timeout=60, limits=limits) as client:

        async def poll(url):
            reply = await client.get(url)
            return None if reply.status_code == 204 else reply.json()

        await follow_all("httpx", plan, tally, poll)


asyncio.run(main())
