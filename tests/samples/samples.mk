# Real outputs beside the project, where they are.
SAMPLES = ../shared/samples

samples: $(B)/$(PROG)
	@tests/samples/samples.sh $(B)/$(PROG) $(SAMPLES)

.PHONY: samples
