"""The test oracle: runs small programs on every path, with a stand-in for zmq, and says what each of them loses.

It follows the sections "What raises" and "The three classes of a loss" of the design and knows nothing of the analysis.
"""
