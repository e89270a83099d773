"""httpx, as its documentation shows it: one client, one task for each stream."""

import asyncio

import httpx

from peer import Plan, Tally


async def follow(client, number, plan, tally, begun):
    from_index = 0
    while True:
        reply = await client.get(plan.url(number, from_index))
        if reply.status_code == 204:
            continue
        page = reply.json()
        if from_index == 0:
            begun.release()
        from_index += len(page["new_events"])
        if tally.on_page(page) and plan.work == "follow":
            tally.finish("httpx")


async def main():
    plan = Plan()
    tally = Tally(plan)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    begun = asyncio.Semaphore(plan.connecting)
    async with httpx.AsyncClient(verify=plan.tls(), headers=plan.headers, timeout=60, limits=limits) as client:
        tasks = []
        for number in range(plan.streams):
            await begun.acquire()
            tasks.append(asyncio.create_task(follow(client, number, plan, tally, begun)))
        while tally.events < tally.all:
            await asyncio.sleep(0.1)
        await asyncio.sleep(1.5)
        tally.finish("httpx")


asyncio.run(main())
