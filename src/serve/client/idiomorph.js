// idiomorph stands here.
